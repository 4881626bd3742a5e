#include "CFFmpeg.h"

#include <stdio.h>
#include <string.h>

static _Thread_local char text[1024];
static _Thread_local size_t length;
// FFmpeg says some lines in pieces; only a piece that begins a line gets the speaker's name.
static _Thread_local int within_line;

static void append(const char *piece, size_t count) {
  size_t room = sizeof text - 1 - length;
  if (count > room) count = room;
  memcpy(text + length, piece, count);
  length += count;
  text[length] = 0;
}

static void keep(void *speaker, int level, const char *format, va_list arguments) {
  if (level > AV_LOG_ERROR) return;
  if (!within_line && speaker) {
    // Not av_log_format_line: its prefix holds the speaker's address, which differs between runs.
    const AVClass *class = *(const AVClass **)speaker;
    if (class && class->item_name) {
      const char *name = class->item_name(speaker);
      append(name, strlen(name));
      append(": ", 2);
    }
  }
  char piece[512];
  vsnprintf(piece, sizeof piece, format, arguments);
  size_t count = strlen(piece);
  within_line = count > 0 && piece[count - 1] != '\n';
  append(piece, count);
}

void cffmpeg_capture_log(void) { av_log_set_callback(keep); }

void cffmpeg_clear_log(void) {
  length = 0;
  text[0] = 0;
  within_line = 0;
}

const char *cffmpeg_log(void) { return text; }
