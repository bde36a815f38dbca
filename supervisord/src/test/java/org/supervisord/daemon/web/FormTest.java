package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.supervisord.daemon.http.Headers;
import org.supervisord.daemon.http.HttpRequest;
import org.supervisord.daemon.http.HttpVersion;

class FormTest {
    private static Form form(String method, String query, String body) {
        return Form.of(
                new HttpRequest(
                        method,
                        "/",
                        Optional.of(query),
                        HttpVersion.HTTP_1_1,
                        Headers.NONE,
                        true,
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsTheQueryAndThePostedBody() {
        Form form = form("POST", "a=1&b=x%3Ay+z", "c=%C5%BC");
        assertEquals("1", form.get("a", ""));
        assertEquals("x:y z", form.get("b", ""));
        assertEquals("\u017c", form.get("c", ""));
    }

    @Test
    void ofTheSameFieldTheQuerysFirstAndTheBodysLastCount() {
        assertEquals("1", form("GET", "a=1&a=2", "").get("a", ""));
        assertEquals("4", form("POST", "a=1&a=2", "a=3&a=4").get("a", ""));
    }

    @Test
    void fieldsWithoutAValueAreNotThere() {
        Form form = form("GET", "a=&b&=c&&d=1", "");
        assertFalse(form.has("a"));
        assertFalse(form.has("b"));
        assertEquals("1", form.get("d", ""));
    }

    @Test
    void ofVeryManyFieldsTheFirstOnesAreLookedAt() {
        String many = "x=1&".repeat(99) + "a=1&b=1";
        Form form = form("POST", many, many.replace('a', 'c'));
        assertTrue(form.has("a"));
        assertTrue(form.has("c"));
        assertFalse(form.has("b"));
    }

    @Test
    void theBodyOfAGetIsNoForm() {
        assertFalse(form("GET", "", "a=1").has("a"));
    }

    @Test
    void whatIsNoEscapeStaysAsItIs() {
        assertEquals("100% %zz %4", Form.decode("100%+%zz+%4"));
    }

    @Test
    void addressesLeaveOutWhatIsEmpty() {
        assertEquals("p.html?a=x%3Ay&d=1", Form.address("p.html", "a", "x:y", "b", "", "d", "1"));
        assertEquals("p.html", Form.address("p.html", "b", null));
    }

    @Property
    void whatIsEncodedIsDecodedToTheSame(@ForAll @StringLength(max = 50) String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String encodable = new String(bytes, StandardCharsets.UTF_8);
        assertEquals(encodable, Form.decode(Form.encode(encodable)));
    }
}
