import Basics
import Foundation

/// Shows a figure in full size in a dialog over the page.
///
/// The picture moves into the dialog, so there is no second copy. Its place on the page keeps its height,
/// so the page does not move. The dialog opens at the part of the picture that was clicked. Escape, a
/// click beside the picture and the button close it. The picture then returns to its place, the page to
/// its scroll position, and the keyboard to the button that opened the dialog.
///
/// Without scripts there are no buttons, and the browser's own zoom enlarges the figures.
enum Enlarging {
  /// The button of a figure.
  static let button = "<button type=\"button\" class=\"enlarge\">Full size</button>"

  /// The dialog of a page.
  static let dialog = """
    <dialog id="enlarged" aria-label="Figure in full size">
    <button type="button" class="close">Close</button>
    <div class="room" tabindex="0"></div>
    </dialog>
    """

  /// The script. It has neither `<` nor `&`, and is the same in HTML and in XML.
  static let script = """
    "use strict";
    document.documentElement.classList.add("scripted");
    const dialog = document.getElementById("enlarged");
    const room = dialog.querySelector(".room");
    let shown = null;
    function open(figure, event) {
      if (dialog.open) return;
      const place = figure.querySelector(".place");
      const picture = place.firstElementChild;
      const small = picture.getBoundingClientRect();
      const across = event ? (event.clientX - small.left) / small.width : 0.5;
      const down = event ? (event.clientY - small.top) / small.height : 0;
      shown = {place, picture, button: figure.querySelector(".enlarge"), x: scrollX, y: scrollY};
      place.style.height = small.height + "px";
      room.append(picture);
      dialog.showModal();
      room.focus();
      room.scrollLeft = across * room.scrollWidth - room.clientWidth / 2;
      room.scrollTop = down * room.scrollHeight - room.clientHeight / 2;
    }
    dialog.addEventListener("close", () => {
      shown.place.append(shown.picture);
      shown.place.style.height = "";
      scrollTo({left: shown.x, top: shown.y, behavior: "instant"});
      shown.button.focus({preventScroll: true});
    });
    dialog.addEventListener("click", event => {
      if (event.target === dialog || event.target === room) dialog.close();
    });
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    addEventListener("beforeprint", () => { if (dialog.open) dialog.close(); });
    for (const figure of document.querySelectorAll("figure")) {
      figure.querySelector(".enlarge").addEventListener("click", () => open(figure));
      figure.querySelector(".place").addEventListener("click", event => open(figure, event));
    }
    """

  /// The source of scripts in the page's policy: this script and no other.
  ///
  /// Source: W3C, Content Security Policy Level 3, section 2.3.1.
  static var policy: String {
    let digest = SHA256()
    digest.update(script)
    return "'sha256-\(Data(digest.finishBytes()).base64EncodedString())'"
  }
}
