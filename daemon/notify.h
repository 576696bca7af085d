/*
 * notify.h - tell the service manager how we are (sd_notify(3)).
 *
 * Without a service manager nothing happens.
 */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

void notify_ready(const char *status);
void notify_reloading(void); /* notify_ready ends it */
void notify_stopping(void);
void notify_watchdog(void);
void notify_status(const char *status);

/* How often notify_watchdog is wanted, half the limit; 0: never. */
uint64_t notify_watchdog_ms(void);

#endif
