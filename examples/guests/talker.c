/* Says where it is through a sampling port, sends orders through a queuing port, and waits for an answer. */
#include "ports.h"

int main(void) {
  unsigned position = create(SAMPLING, "position", SOURCE);
  unsigned orders = create(QUEUING, "orders", SOURCE);
  unsigned answers = create(QUEUING, "answers", DESTINATION);
  char answer[MOST_BYTES + 1];
  call(SET_PARTITION_MODE, -1, NORMAL, 0, 0, 0);
  for (unsigned n = 1; n <= ORDERS; n++) {
    char text[] = "0";
    text[0] += n;
    write(SAMPLING, position, text, 1);
    /* The queue holds four. */
    while (write(QUEUING, orders, text, 1) != NO_ERROR) {
    }
  }
  while (!received(QUEUING, answers, answer)) {
  }
  print("talker got ");
  print(answer);
  print("\n");
  return 0;
}
