"use strict";
// What a button did, said beside it: an answer at the other side of the map is not seen.

/** How long an answer stands, in milliseconds. */
Unreel.answerTime = 2000;

/** Adds `answer`, `copy` and `saveNames` to the actions. */
Unreel.addFeedback = function (app) {
  /**
   * Says beside a button what it did, and to screen readers.
   *
   * @param {HTMLElement} button the button.
   * @param {string} text the answer.
   * @param {number} time how long it stands, in milliseconds; 0 until the next answer.
   * @param {...Node} more what stands below the answer.
   */
  app.answer = (button, text, time = Unreel.answerTime, ...more) => {
    // The live text may hold the same words from before: a change is what is read out.
    app.say("");
    requestAnimationFrame(() => app.say(text));
    const row = button.closest(".map-row") ?? button;
    if (row.nextElementSibling?.matches(".map-answer")) row.nextElementSibling.remove();
    const answer = Unreel.element("div", { class: "map-answer" }, Unreel.element("p", { "aria-hidden": "true" }, text), ...more);
    row.after(answer);
    if (time > 0) setTimeout(() => answer.remove(), time);
  };

  /**
   * Copies a text. Where the browser refuses, the text is shown and selected.
   *
   * @param {HTMLElement} button the button that was pressed.
   * @param {string} text the text.
   * @param {string} what what it is, for the answer: "20 names".
   */
  app.copy = async (button, text, what) => {
    if (await Unreel.copy(text)) {
      app.answer(button, "Copied " + what + ".");
      return;
    }
    const field = Unreel.element("textarea", {
      class: "map-command", readonly: true, rows: Math.min(6, text.split("\n").length), "aria-label": "Text to copy", spellcheck: "false",
    });
    field.value = text;
    app.answer(button, "The browser refuses to copy. The text is selected: press Ctrl+C.", 0, field);
    field.focus();
    field.select();
  };

  app.saveNames = (button) => {
    Unreel.save("names.csv", app.names.csv());
    app.answer(button, "names.csv was saved by your browser, usually into Downloads. Move it beside report.html. Then unreel organize RUN --into FOLDER --link makes a folder for each group.", 12000);
  };
};

/** @returns {HTMLButtonElement} a button that copies; `text` and `what` are made when it is pressed. */
Unreel.copyButton = function (app, label, text, what, attributes = {}) {
  return Unreel.button(label, (event) => app.copy(event.currentTarget, text(), what), attributes);
};

/** @returns {HTMLButtonElement} the button that copies the address of what is seen now. */
Unreel.linkButton = function (app) {
  return Unreel.copyButton(app, "Copy a link to this view", () => {
    app.keepView();
    return location.href;
  }, "a link to this view");
};
