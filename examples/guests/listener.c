/* Takes orders from a queuing port, then looks where the talker is, and answers. */
#include "ports.h"

int main(void) {
  unsigned position = create(SAMPLING, "position", DESTINATION);
  unsigned orders = create(QUEUING, "orders", DESTINATION);
  unsigned answers = create(QUEUING, "answers", SOURCE);
  char text[MOST_BYTES + 1];
  call(SET_PARTITION_MODE, -1, NORMAL, 0, 0, 0);
  for (unsigned n = 0; n < ORDERS; n++) {
    while (!received(QUEUING, orders, text)) {
    }
    print("order ");
    print(text);
    print("\n");
  }
  if (!received(SAMPLING, position, text)) print("nowhere\n");
  print("position ");
  print(text);
  print("\n");
  write(QUEUING, answers, "done", 4);
  return 0;
}
