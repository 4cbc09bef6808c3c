/* portal_verify.h - is a kept acknowledgement true? For anybody: no data directory, no network, nothing written. */
#ifndef APP_PORTAL_VERIFY_H
#define APP_PORTAL_VERIFY_H

/* xiezhi portal verify FILE --key HEX|FILE [--receipt R --report FILE]: ALTERED when it is not, FOREIGN when it is another organ's */
int portal_verify_main(int argc, char **argv);

#endif
