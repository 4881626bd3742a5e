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

static _Thread_local int demuxer_failed;

static cffmpeg_gap_listener gap_listener;

static int is_demuxer(void *speaker, const AVClass *class) {
  if (!class) return 0;
  // Muxers and demuxers share a class, which tells by the object.
  AVClassCategory category = class->get_category ? class->get_category(speaker) : class->category;
  return category == AV_CLASS_CATEGORY_DEMUXER;
}

// Tells the listener of packets that are missing from a transport stream. Returns 0 if the context has no
// listener's object, or another format uses FFmpeg's reader of transport streams: then the position says nothing.
static int tell_gap(AVFormatContext *context, va_list arguments) {
  if (!gap_listener || !context->opaque || !context->pb || !context->iformat) return 0;
  if (strcmp(context->iformat->name, "mpegts") != 0) return 0;
  // The format's first argument is the PID.
  va_list copy;
  va_copy(copy, arguments);
  int pid = va_arg(copy, int);
  va_end(copy);
  // FFmpeg has read the packet at which it notices the gap: 188 bytes.
  gap_listener(context->opaque, pid, avio_tell(context->pb) - 188);
  return 1;
}

static void keep(void *speaker, int level, const char *format, va_list arguments) {
  // Packets of a transport stream that are missing are a matter for debugging to FFmpeg; the flag
  // that it puts on the data around them does not get through its parsers.
  static const char missing[] = "Continuity check failed";
  int is_gap = strncmp(format, missing, sizeof missing - 1) == 0;
  if (level > AV_LOG_ERROR && !is_gap) return;
  const AVClass *class = speaker ? *(const AVClass **)speaker : NULL;
  if (is_demuxer(speaker, class)) {
    if (is_gap && tell_gap(speaker, arguments)) return;
    demuxer_failed = 1;
  }
  // Not av_log_format_line: its prefix holds the speaker's address, which differs between runs.
  if (!within_line && class && class->item_name) {
    const char *name = class->item_name(speaker);
    append(name, strlen(name));
    append(": ", 2);
  }
  char piece[512];
  vsnprintf(piece, sizeof piece, format, arguments);
  size_t count = strlen(piece);
  within_line = count > 0 && piece[count - 1] != '\n';
  append(piece, count);
}

void cffmpeg_capture_log(cffmpeg_gap_listener listener) {
  gap_listener = listener;
  av_log_set_callback(keep);
}

void cffmpeg_clear_log(void) {
  length = 0;
  text[0] = 0;
  within_line = 0;
  demuxer_failed = 0;
}

int cffmpeg_demuxer_failed(void) { return demuxer_failed; }

const char *cffmpeg_log(void) { return text; }
