// zlib, with the one macro that Swift cannot call as a function.
#pragma once
#include <zlib.h>

// Begins a gzip stream (window of 15 bits, and 16 for gzip's header) at the given level.
static inline int czlib_begin_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

// Begins to read a gzip stream.
static inline int czlib_begin_gunzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
