// FFmpeg, and what Swift cannot see or do of it: macros that are function-like or casts, fields that
// moved between FFmpeg's releases, and a log callback, which takes a va_list.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

// AVERROR_EOF is a function-like macro's result, a cast of shifted characters.
static inline int cffmpeg_end_of_file(void) { return AVERROR_EOF; }

// AVERROR(e) is a function-like macro.
static inline int cffmpeg_try_again(void) { return AVERROR(EAGAIN); }

// AVERROR(e) is a function-like macro.
static inline int cffmpeg_no_memory(void) { return AVERROR(ENOMEM); }

// AVERROR_STREAM_NOT_FOUND is a function-like macro's result, a cast of shifted characters.
static inline int cffmpeg_no_stream(void) { return AVERROR_STREAM_NOT_FOUND; }

// AVERROR_PATCHWELCOME is a function-like macro's result, a cast of shifted characters.
static inline int cffmpeg_not_implemented(void) { return AVERROR_PATCHWELCOME; }

// AVERROR_ENCODER_NOT_FOUND is a function-like macro's result, a cast of shifted characters.
static inline int cffmpeg_no_encoder(void) { return AVERROR_ENCODER_NOT_FOUND; }

// AV_NOPTS_VALUE is a macro with a cast.
static inline int64_t cffmpeg_no_timestamp(void) { return AV_NOPTS_VALUE; }

// The display matrix of a stream, nine 16.16 or 2.30 fixed-point numbers, or NULL. FFmpeg 6.1 moved
// it from the stream to the codec's parameters.
static inline const int32_t *cffmpeg_display_matrix(const AVStream *stream) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVPacketSideData *data = av_packet_side_data_get(
      stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data,
      AV_PKT_DATA_DISPLAYMATRIX);
  return data && data->size >= 9 * sizeof(int32_t) ? (const int32_t *)data->data : NULL;
#else
  size_t size = 0;
  const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  return data && size >= 9 * sizeof(int32_t) ? (const int32_t *)data : NULL;
#endif
}

// Whether a frame can be decoded without those before it. FFmpeg 6.1 made the field a flag.
static inline int cffmpeg_is_key_frame(const AVFrame *frame) {
#ifdef AV_FRAME_FLAG_KEY
  return (frame->flags & AV_FRAME_FLAG_KEY) != 0;
#else
  return frame->key_frame;
#endif
}

// Writes a number on a packet that the frame decoded from it will bear. `opaque` is carried over only
// from FFmpeg 6.0 on and `pos` only up to 7.1, so the field depends on the release; Swift has no
// conditions on a C library's version.
static inline void cffmpeg_mark_packet(AVPacket *packet, int64_t number) {
#ifdef AV_CODEC_FLAG_COPY_OPAQUE
  packet->opaque = (void *)(intptr_t)number;
#else
  packet->pos = number;
#endif
}

// The number written on the packet that a frame was decoded from, less than 1 if the decoder lost it.
static inline int64_t cffmpeg_mark_of_frame(const AVFrame *frame) {
#ifdef AV_CODEC_FLAG_COPY_OPAQUE
  return (int64_t)(intptr_t)frame->opaque;
#else
  return frame->pkt_pos;
#endif
}

// Has a decoder carry the marks over.
static inline void cffmpeg_keep_marks(AVCodecContext *decoder) {
#ifdef AV_CODEC_FLAG_COPY_OPAQUE
  decoder->flags |= AV_CODEC_FLAG_COPY_OPAQUE;
#else
  (void)decoder;
#endif
}

// The constant's name, such as AVERROR_INVALIDDATA or ENOENT, or NULL: AVERROR_* are macros of
// casts, and errno's names are a GNU extension.
const char *cffmpeg_error_name(int code);

// Told of packets that are missing from a transport stream: the `opaque` of its AVFormatContext, the
// PID, and the place in the file, in bytes, of the packet that follows the gap.
typedef void (*cffmpeg_gap_listener)(void *opaque, int pid, int64_t position);

// Has FFmpeg's log go to buffers, one a thread, and nothing of it to stderr. Gaps in a transport stream
// go to the listener instead, if its AVFormatContext has an `opaque`. For the whole process; calling it
// again with the same listener is fine.
void cffmpeg_capture_log(cffmpeg_gap_listener listener);

// Empties the calling thread's buffer.
void cffmpeg_clear_log(void);

// What FFmpeg said to the calling thread at the level of errors, or of missing packets, since the buffer was emptied, lines
// separated by '\n', each behind the name of the part that said it: "mpeg4: header damaged". The
// first kilobyte, valid until the thread's next call of FFmpeg.
const char *cffmpeg_log(void);

// Whether a demuxer told the calling thread of an error since the buffer was emptied: that is how it
// says that it skipped a part of the file, for its function succeeds.
int cffmpeg_demuxer_failed(void);
