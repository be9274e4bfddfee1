/* A Cortex-M3 without a library: where it starts, and what a compiler may call. What is said goes to
   who runs it, by semihosting. */
#include <stddef.h>
#include <stdint.h>

int main(void);

static void ask(int operation, const void *argument) {
  register int r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

void say(const char *text) { ask(4, text); }

void *memcpy(void *to, const void *from, size_t n) {
  size_t i;
  for (i = 0; i < n; ++i) ((volatile char *)to)[i] = ((const char *)from)[i];
  return to;
}
void *memset(void *to, int byte, size_t n) {
  size_t i;
  for (i = 0; i < n; ++i) ((volatile char *)to)[i] = (char)byte;
  return to;
}

static void reset(void) {
  main();
  ask(0x18, (const void *)0x20026); /* the program is done */
}

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[] = {
    0x20010000, (uintptr_t)reset};
