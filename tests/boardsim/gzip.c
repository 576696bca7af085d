#include "tests/boardsim/gzip.h"

#include <libdeflate.h>

void gzip_buf(struct buf *b)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	struct buf                    small = BUF_INIT;
	size_t                        room = libdeflate_gzip_compress_bound(c, b->len);
	char                         *to = buf_reserve(&small, room);

	buf_commit(&small, libdeflate_gzip_compress(c, b->ptr, b->len, to, room));
	libdeflate_free_compressor(c);
	buf_deinit(b);
	*b = small;
}
