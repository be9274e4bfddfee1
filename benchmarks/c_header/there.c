/* On a microcontroller that qemu plays: ticks of its timer for a loop of LOOPS times two
   instructions, and for one answer of the network. */
#include "net.h"

void say(const char *text);

/* Of the board mps2: how it runs, what it shows, where it begins anew. It counts down. */
static volatile uint32_t *const timer = (volatile uint32_t *)0x40000000;
static struct net_state state;
static float in[IN], out[OUT];

static uint32_t now(void) { return 0xffffffffu - timer[1]; }

static void say_number(uint32_t number) {
  char text[10];
  int digit;
  for (digit = 0; digit < 8; ++digit) text[digit] = "0123456789abcdef"[number >> (28 - 4 * digit) & 15];
  text[8] = '\n';
  text[9] = 0;
  say(text);
}

int main(void) {
  uint32_t begun, turns = LOOPS;
  int i;
  for (i = 0; i < IN; ++i) in[i] = (float)(i * 37 % 256) / 255.0f;
  timer[2] = timer[1] = 0xffffffffu;
  timer[0] = 1;
  begun = now();
  __asm__ volatile("1: subs %0, #1\n bne 1b" : "+r"(turns) : : "cc");
  say_number(now() - begun);
  begun = now();
  net_predict(in, out, &state);
  say_number(now() - begun);
  return 0;
}
