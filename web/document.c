#include "web/document.h"

/* The assembler reads the file: nothing is generated, nothing can differ. */
__asm__(".section .rodata\n"
	".global jobtrend_openapi, jobtrend_openapi_end\n"
	"jobtrend_openapi:\n"
	".incbin \"web/openapi.json\"\n"
	"jobtrend_openapi_end:\n"
	".previous\n");

extern const char jobtrend_openapi[], jobtrend_openapi_end[];

struct span document_openapi(void)
{
	return (struct span){ jobtrend_openapi, (size_t)(jobtrend_openapi_end -
							 jobtrend_openapi) };
}
