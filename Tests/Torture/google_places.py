"""Google's token, Drive and Sheets services, as far as Unreel uses them; see `places.py`."""

import hashlib
import json

UNIT = 256 << 10


def as_json(value, status=200, headers=None):
    return status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(value).encode()


def error(status, reason):
    return as_json({"error": {"code": status, "message": "no", "errors": [{"reason": reason}]}}, status)


class Google:
    """Files by their ids, spreadsheets by theirs."""

    def __init__(self):
        self.files, self.sheets, self.sessions, self.made = {}, {}, {}, 0

    def name(self, kind):
        self.made += 1
        return f"{kind}-{self.made}"

    def answer(self, method, host, path, query, headers, body):
        if host == "oauth2.googleapis.com":
            return as_json({"access_token": "ya29.token", "expires_in": 3599, "token_type": "Bearer"})
        if headers.get("Authorization") != "Bearer ya29.token":
            return error(401, "authError")
        if path.startswith("/session/"):
            return self.piece(path.removeprefix("/session/"), headers, body)
        asked = json.loads(body) if body else {}
        if host == "sheets.googleapis.com":
            return self.spreadsheet(method, path.removeprefix("/v4/spreadsheets/"), asked)
        if path.startswith("/upload/drive/v3/files"):
            return self.begin(method, path.removeprefix("/upload/drive/v3/files").strip("/"), headers, asked)
        return self.drive(method, path.removeprefix("/drive/v3/files").strip("/"), query, asked)

    # Drive

    def drive(self, method, name, query, asked):
        if name == "generateIds":
            return as_json({"ids": [self.name("id")]})
        if not name and method == "GET":
            mark = query["q"].split("value='")[1].split("'")[0]
            return as_json({"files": [{"id": name} for name, file in self.files.items() if file["mark"] == mark]})
        if not name:
            return self.create(asked, None)
        if name not in self.files:
            return error(404, "notFound")
        if method == "DELETE":
            del self.files[name]
            return 204, {}, b""
        content = self.files[name]["content"]
        return as_json({"trashed": False, **({} if content is None else
                                             {"md5Checksum": hashlib.md5(content).hexdigest()})})

    def create(self, asked, content):
        kind = asked.get("mimeType", "application/octet-stream")
        is_sheet = kind == "application/vnd.google-apps.spreadsheet"
        name = asked.get("id") or self.name("file")
        if name in self.files:
            return error(409, "fileIdInUse")
        self.files[name] = {"name": asked.get("name"), "kind": kind, "content": content,
                            "mark": asked.get("appProperties", {}).get("unreel")}
        if is_sheet:
            self.sheets[name] = {0: {"title": "Sheet1", "rows": 1000, "cells": {}}}
        return as_json({"id": name})

    def begin(self, method, name, headers, asked):
        is_new = method == "POST"
        name = asked.get("id") if is_new else name
        if is_new == (name in self.files):
            return error(409, "fileIdInUse") if is_new else error(404, "notFound")
        session = self.name("upload")
        self.sessions[session] = {"id": name, "asked": asked, "is_new": is_new, "content": b"",
                                  "size": int(headers["X-Upload-Content-Length"])}
        return as_json({}, headers={"Location": f"https://www.googleapis.com/session/{session}"})

    def piece(self, name, headers, body):
        session = self.sessions.get(name)
        if session is None:
            return error(404, "notFound")
        span, size = headers["Content-Range"].removeprefix("bytes ").split("/")
        if int(size) != session["size"]:
            return error(400, "invalid")
        if span != "*":
            begin, end = map(int, span.split("-"))
            is_last = end + 1 == session["size"]
            if begin > len(session["content"]) or not is_last and (end + 1 - begin) % UNIT:
                return error(400, "invalid")
            session["content"] = session["content"][:begin] + body
        have = len(session["content"])
        if have < session["size"]:
            have -= have % UNIT
            session["content"] = session["content"][:have]
            return 308, {"Range": f"bytes=0-{have - 1}"} if have else {}, b""
        if session["id"] in self.files:
            self.files[session["id"]]["content"] = session["content"]
        else:
            self.create({**session["asked"], "id": session["id"]}, session["content"])
        return as_json({"id": session["id"], "md5Checksum": hashlib.md5(session["content"]).hexdigest()})

    # Sheets

    def spreadsheet(self, method, name, asked):
        name, _, action = name.partition(":")
        if name not in self.sheets:
            return error(404, "notFound")
        if method == "GET":
            return as_json({"sheets": [{"properties": {"sheetId": number, "title": sheet["title"]}}
                                       for number, sheet in self.sheets[name].items()]})
        # All requests are done, or none.
        changed = json.loads(json.dumps(list(self.sheets[name].items())))
        changed = {number: {**sheet, "cells": {int(row): cells for row, cells in sheet["cells"].items()}}
                   for number, sheet in changed}
        if action != "batchUpdate" or not all(self.change(changed, request) for request in asked["requests"]):
            return error(400, "badRequest")
        self.sheets[name] = changed
        return as_json({"spreadsheetId": name, "replies": []})

    @staticmethod
    def change(sheets, request):
        if add := request.get("addSheet"):
            properties = add["properties"]
            if properties["sheetId"] in sheets or properties["title"] in (sheet["title"] for sheet in sheets.values()):
                return False
            sheets[properties["sheetId"]] = {"title": properties["title"], "cells": {},
                                             "rows": properties["gridProperties"]["rowCount"]}
            return True
        if room := request.get("updateSheetProperties"):
            properties = room["properties"]
            sheets[properties["sheetId"]]["rows"] = properties["gridProperties"]["rowCount"]
            return True
        update = request["updateCells"]
        sheet, start = sheets[update["start"]["sheetId"]], update["start"]
        for down, line in enumerate(update["rows"]):
            row = start["rowIndex"] + down
            if row >= sheet["rows"]:
                return False
            cells = sheet["cells"].setdefault(row, [None] * 26)
            for right, cell in enumerate(line["values"]):
                value = cell.get("userEnteredValue", {})
                cells[start["columnIndex"] + right] = value.get("stringValue", value.get("numberValue"))
        return True
