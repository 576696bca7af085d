/*
 * hash.h - fingerprints of bytes.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/span.h"

#include <stdint.h>

#define SHA256_SIZE 32 /* bytes */
#define SHA256_HEX_SIZE 65 /* characters with the NUL */

/* FIPS 180-4. For identities that outlive the process or are published. */
void sha256(struct span bytes, unsigned char out[SHA256_SIZE]);
void sha256_hex(struct span bytes, char out[SHA256_HEX_SIZE]);

/* XXH3, 64 bits: quick, the same on every machine, not against malice. */
uint64_t hash64(struct span bytes);
uint64_t hash64_seeded(struct span bytes, uint64_t seed);

/*
 * The key of an ad or page within its source: 63 bits, never negative, so it
 * fits a PostgreSQL bigint. Made of SHA-256, because boards choose the bytes.
 */
int64_t key63(struct span bytes);

#endif
