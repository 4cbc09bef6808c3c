/* run_as.h - root hands its rights back: a process goes on as the user who owns what it works on. */
#ifndef BASE_RUN_AS_H
#define BASE_RUN_AS_H

#include <stdbool.h>

/* run_as_owner - nothing happens unless root runs this and the path belongs to another user; from then on that user and the group that the
 * system's list of users gives him (the path's, where he is in no list), without a capability, for good. A path that is not there is nobody's.
 * False: it could not be done, and the process must end. Before the first thread. */
bool run_as_owner(const char *path);

#endif
