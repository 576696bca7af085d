/*
 * address.h - which network addresses may be fetched from.
 *
 * A board's name can resolve to anything, so the check is made on the address
 * that is about to be connected to. Refused are all ranges the IANA special
 * purpose registries (RFC 6890) do not call globally reachable: private,
 * loopback, link-local, shared (100.64/10), multicast, unique-local, and IPv4
 * addresses mapped or translated into IPv6.
 */
#ifndef DAEMON_ADDRESS_H
#define DAEMON_ADDRESS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#define ADDRESS_TEXT_SIZE 80 /* "[address]:port" with the NUL */

struct address_guard;

/*
 * `exempt` are addresses allowed although special: "127.0.0.1:8080" with a
 * port, "127.0.0.1", "10.0.0.0/8", "[::1]:80", "fd00::/8". Copied.
 * NULL with `err` naming the entry that is none of these.
 */
struct address_guard *address_guard_new(char *const *exempt, size_t n,
					struct error *err);
void                  address_guard_free(struct address_guard *g);

bool address_guard_allows(const struct address_guard *g,
			  const struct sockaddr *address);

/* "192.0.2.1:80", "[2001:db8::1]:443"; other families by their number. */
void address_text(const struct sockaddr *address, char out[ADDRESS_TEXT_SIZE]);

#endif
