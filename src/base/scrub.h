/* scrub.h - what a thread leaves where it worked: pieces of plain text on its stack and in its vector registers. */
#ifndef BASE_SCRUB_H
#define BASE_SCRUB_H

#define SCRUB_BYTES (128 * 1024)        /* deeper than anything that closes a report works */

/* scrub_thread - overwrites SCRUB_BYTES of the stack below the caller, and the registers that copying and ciphers use (on x86-64; a thread
 * that waits keeps them, and a dump shows them). Called where a thread has ended a request and nothing plain is in use. */
void scrub_thread(void);

#endif
