/* Says the bits of what the network gives for three made-up inputs. */
#include "net.h"

#ifdef HOST
#include <stdio.h>
static void say(const char *text) { fputs(text, stdout); }
#else
void say(const char *text);
#endif

static struct net_state state;
static float in[IN], out[OUT];

int main(void) {
  int k, i, digit;
  for (k = 0; k < 3; ++k) {
    for (i = 0; i < IN; ++i) in[i] = (float)((i * 37 + k * 11) % 256) / 255.0f;
    net_predict(in, out, &state);
    for (i = 0; i < OUT; ++i) {
      union { float number; uint32_t bits; } as;
      char text[10];
      as.number = out[i];
      for (digit = 0; digit < 8; ++digit) text[digit] = "0123456789abcdef"[as.bits >> (28 - 4 * digit) & 15];
      text[8] = '\n';
      text[9] = 0;
      say(text);
    }
  }
  return 0;
}
