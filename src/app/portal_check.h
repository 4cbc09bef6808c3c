/* portal_check.h - a reporting site's directory with itself: `xiezhi check --data DIR` where DIR is one. Beside the running site; nothing is written.
 * One line for each check, counts only. Nothing is opened: what a text holds the organ's keys alone can tell. */
#ifndef APP_PORTAL_CHECK_H
#define APP_PORTAL_CHECK_H

int portal_check_main(int argc, char **argv);   /* DAMAGED when something does not agree */

#endif
