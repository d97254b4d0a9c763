/* What both ends of the exchange agree on. */
#include "runtime/runtime.h"

#define ORDERS 6
#define MOST_BYTES 32

/* Creates a port and gives its number; sampling ports refresh each half second, queuing ports hold four messages. */
static inline unsigned create(enum port_type type, const char *name, enum direction direction) {
  unsigned attributes[4] = {direction, MOST_BYTES, 0, 500000000};
  unsigned port = 0;
  if (type == QUEUING) {
    attributes[2] = 4;
    attributes[3] = 0;
  }
  if (call(CREATE_PORT, type, word(name), word(attributes), word(&port), 0) != NO_ERROR) print("no port\n");
  return port;
}

static inline unsigned write(enum port_type type, unsigned port, const char *text, unsigned length) {
  return call(WRITE_PORT, type, port, word(text), length, 0);
}

/* Whether there was a message; it ends with a zero behind it. A queue that had no room for another since says so with
   its next. */
static inline int received(enum port_type type, unsigned port, char *text) {
  unsigned length = 0;
  /* Mode 0: whatever there is. The rest is reported. */
  unsigned header[7];
  header[0] = header[1] = header[2] = 0;
  unsigned code = call(READ_PORT, type, port, word(text), word(&length), word(header));
  if (code != NO_ERROR && (type != QUEUING || code != INVALID_CONFIG)) return 0;
  text[length] = 0;
  return 1;
}
