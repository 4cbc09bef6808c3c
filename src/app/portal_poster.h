/* portal_poster.h - the reporting site's poster from the command line. */
#ifndef APP_PORTAL_POSTER_H
#define APP_PORTAL_POSTER_H

int portal_poster_main(int argc, char **argv);  /* xiezhi portal poster --data DIR --address URL --out F.pdf [--lang zh|en] */

#endif
