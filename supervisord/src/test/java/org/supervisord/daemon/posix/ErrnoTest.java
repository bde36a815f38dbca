package org.supervisord.daemon.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
    /** Those that execve(2) and chdir(2) can answer with are part of texts that clients see. */
    @ParameterizedTest
    @CsvSource({
        "1, EPERM",
        "2, ENOENT",
        "5, EIO",
        "7, E2BIG",
        "8, ENOEXEC",
        "12, ENOMEM",
        "13, EACCES",
        "18, EXDEV",
        "14, EFAULT",
        "20, ENOTDIR",
        "21, EISDIR",
        "22, EINVAL",
        "23, ENFILE",
        "24, EMFILE",
        "26, ETXTBSY",
        "36, ENAMETOOLONG",
        "40, ELOOP",
        "80, ELIBBAD",
        "110, ETIMEDOUT",
        "116, ESTALE",
        "117, EUCLEAN"
    })
    void errorsHaveTheirNamesOnLinux(int number, String name) {
        assertEquals(name, Errno.name(number));
    }

    @Test
    void anErrorWithoutANameIsANumber() {
        assertEquals("4711", Errno.name(4711));
    }

    @Test
    void anExceptionNamesTheCallAndTheError() {
        PosixException e = new PosixException("chdir", Errno.ENOENT);
        assertEquals("chdir: ENOENT", e.getMessage());
        assertEquals("ENOENT", e.errorName());
        assertEquals(2, e.errno());
    }
}
