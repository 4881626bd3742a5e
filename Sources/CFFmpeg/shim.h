// What Swift cannot see of FFmpeg: function-like and cast macros, variadic functions.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libswscale/swscale.h>
