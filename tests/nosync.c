/* nosync.c - loaded before the C library into what the suites start (tests/pg.sh): a disk that says at once that it has written.
 * The suites kill programs, never the machine, and what a killed program wrote is there without these calls: they would only wait.
 * What a power cut leaves is played in tests/unit/vfs_test.c; that a file is synced before it is named, in tests/unit and tests/ferry. */
int fsync(int fd);
int fdatasync(int fd);
int fsync(int fd) { return (void)fd, 0; }
int fdatasync(int fd) { return (void)fd, 0; }
