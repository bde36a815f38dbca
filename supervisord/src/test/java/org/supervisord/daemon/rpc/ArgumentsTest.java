package org.supervisord.daemon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.supervisord.common.Fault;
import org.supervisord.common.RpcFault;

class ArgumentsTest {
    @Test
    void textMayComeAsBytes() throws RpcFault {
        assertEquals("żółw", of("żółw").text(0));
        assertEquals("żółw", of((Object) "żółw".getBytes(UTF_8)).text(0));
    }

    @Test
    void nothingElseIsText() {
        for (Object value : List.of(1, true, 1.5, new Date(0), new Object[0], Map.of())) {
            assertIncorrect(() -> of(value).text(0));
        }
    }

    @Test
    void numbersMayBeWrittenInOtherWays() throws RpcFault {
        assertEquals(-3, of(-3).integer(0));
        assertEquals(1, of(true).integer(0));
        assertEquals(0, of(false).integer(0));
        assertEquals(2, of(2.9).integer(0));
        assertEquals(-2, of(-2.9).integer(0));
        assertEquals(7, of(" +7\n").integer(0));
        assertEquals(-999_999_999, of("-999999999").integer(0));
    }

    @Test
    void placesInFilesGoBeyondTheProtocolsNumbers() throws RpcFault {
        assertEquals(Integer.MIN_VALUE, of("-2147483648").integer(0));
        assertEquals(2_147_483_647, of(2_147_483_647.0).integer(0));
        assertIncorrect(() -> of("2147483648").integer(0));
        assertEquals(3_221_225_452L, of("3221225452").number(0));
        assertEquals(3_221_225_452L, of(3_221_225_452.0).number(0));
        assertEquals(-999_999_999_999_999_999L, of("-999999999999999999").number(0));
        assertIncorrect(() -> of("1000000000000000000").number(0));
        assertIncorrect(() -> of(1e18).number(0));
    }

    @Test
    void nothingElseIsANumber() {
        for (Object value :
                List.of(
                        "",
                        "ten",
                        "1.5",
                        "9999999999",
                        1e10,
                        Double.NaN,
                        Double.NEGATIVE_INFINITY,
                        new byte[] {'1'},
                        new Object[0],
                        Map.of())) {
            assertIncorrect(() -> of(value).integer(0));
        }
    }

    @Test
    void aTruthMayBeLeftOut() {
        assertEquals(true, of().bool(0, true));
        assertEquals(false, of().bool(0, false));
        assertEquals(false, of("x", false).bool(1, true));
    }

    @Test
    void somethingIsTrueAndNothingIsFalse() {
        for (Object nothing : List.of(false, 0, 0.0, "", new byte[0], new Object[0], Map.of())) {
            assertEquals(false, of(nothing).bool(0, true), nothing.toString());
        }
        for (Object something :
                List.of(true, -1, 0.5, "0", "false", new byte[1], new Object[1], Map.of(1, 2))) {
            assertEquals(true, of(something).bool(0, false), something.toString());
        }
    }

    @Test
    void onlyArraysAreLists() throws RpcFault {
        assertEquals(List.of(1, "x"), of((Object) new Object[] {1, "x"}).list(0));
        assertIncorrect(() -> of("x").list(0));
        assertIncorrect(() -> of(Map.of()).list(0));
    }

    private static Arguments of(Object... values) {
        return new Arguments(List.of(values));
    }

    private static void assertIncorrect(Executable use) {
        RpcFault fault = assertThrows(RpcFault.class, use);
        assertEquals(Fault.INCORRECT_PARAMETERS, fault.fault());
        assertEquals("INCORRECT_PARAMETERS", fault.text());
    }
}
