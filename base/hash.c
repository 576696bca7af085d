/*
 * OpenSSL 3 looks the algorithm up anew in each call of SHA256 and of EVP, 270
 * ns against the 50 that the hash of an address takes; the functions below it
 * are there since 0.9.8 and only advised against.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/hash.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <xxhash.h>

void sha256(struct span bytes, unsigned char out[SHA256_SIZE])
{
	SHA256_CTX state;

	SHA256_Init(&state);
	SHA256_Update(&state, bytes.ptr ? bytes.ptr : "", bytes.len);
	SHA256_Final(out, &state);
}

void sha256_hex(struct span bytes, char out[SHA256_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char     raw[SHA256_SIZE];

	sha256(bytes, raw);
	for (int i = 0; i < SHA256_SIZE; i++) {
		out[2 * i] = digits[raw[i] >> 4];
		out[2 * i + 1] = digits[raw[i] & 15];
	}
	out[2 * SHA256_SIZE] = '\0';
}

uint64_t hash64(struct span bytes)
{
	return hash64_seeded(bytes, 0);
}

uint64_t hash64_seeded(struct span bytes, uint64_t seed)
{
	return XXH3_64bits_withSeed(bytes.ptr ? bytes.ptr : "", bytes.len,
				    seed);
}

int64_t key63(struct span bytes)
{
	unsigned char raw[SHA256_SIZE];
	uint64_t      key = 0;

	sha256(bytes, raw);
	for (int i = 0; i < 8; i++)
		key = key << 8 | raw[i];
	return (int64_t)(key & INT64_MAX);
}
