#!/bin/sh
# Makes one-frame videos of the colour (200, 80, 40) whose headers say how colours are coded, with
# FFmpeg's own tools (5.1.9, libvpx 1.12). ColourTests reads them.
cd "$(dirname "$0")" || exit 1
make() {
  ffmpeg -v error -y -f lavfi -i "color=0xC85028:size=64x48:rate=25,format=gbrp" -frames:v 1 \
    -vf "scale=out_color_matrix=$2:out_range=$3,format=yuv420p" -colorspace "$2" -color_range "$3" \
    -c:v libvpx-vp9 -lossless 1 -fflags +bitexact -flags +bitexact "$1"
}
make full_range.webm bt709 pc
make bt709.webm bt709 tv
make smpte170m.webm smpte170m tv
