package org.supervisord.daemon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlTest {
    private static String written(String text) {
        return Html.fragment().text(text).toString();
    }

    @Test
    void writesElementsWithAttributesAndText() {
        Html html = Html.fragment().open("p", "class", "a", "hidden", null, "lang", "");
        html.element("code", "x");
        html.open("br");
        assertEquals("<p class=\"a\" lang=\"\"><code>x</code><br></p>", html.close().toString());
    }

    @Test
    void escapesTextAndAttributes() {
        assertEquals("&lt;b&gt; &amp; \"'", written("<b> & \"'"));
        assertEquals(
                "<p title=\"&lt;&quot;&#39;&amp;\">x</p>",
                Html.fragment().element("p", "x", "title", "<\"'&").toString());
    }

    @Test
    void showsPicturesOfControlCharacters() {
        assertEquals("a\u241bb\u2400c\u2421\ufffd\n\t", written("a\u001bb\0c\u007f\u009b\n\t"));
        assertEquals("one\ntwo\u240d", written("one\r\ntwo\r"));
    }

    @Test
    void replacesWhatTurnsTheDirectionOfText() {
        assertEquals("a\ufffdb\ufffd", written("a\u202eb\u2066"));
    }

    @Test
    void keepsPairsOfSurrogatesAndReplacesLoneOnes() {
        assertEquals("\ud83d\ude00 \ufffd \ufffd", written("\ud83d\ude00 \ud83d \ude00"));
    }

    @Property
    void noTextCanLeaveItsElementOrAttribute(@ForAll String text) {
        String out = Html.fragment().element("p", text, "title", text).toString();
        String inner = out.substring("<p title=\"".length(), out.length() - "</p>".length());
        String attribute = inner.substring(0, inner.indexOf("\">"));
        assertTrue(attribute.chars().noneMatch(c -> c == '<' || c == '>' || c == '"'));
        String content = inner.substring(inner.indexOf("\">") + 2);
        assertTrue(content.chars().noneMatch(c -> c == '<' || c == '>'));
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> Html.fragment().open("a b"));
        assertThrows(IllegalArgumentException.class, () -> Html.fragment().open("a", "x=", "y"));
    }

    @Test
    void refusesWhatThePolicyForbids() {
        assertThrows(
                IllegalArgumentException.class, () -> Html.fragment().open("a", "onclick", ""));
        assertThrows(IllegalArgumentException.class, () -> Html.fragment().open("a", "style", ""));
    }

    @Test
    void refusesAddressesThatLeaveTheServer() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Html.fragment().open("a", "href", "javascript:alert(1)"));
        assertFalse(Html.isRelative("//evil.invalid/"));
        assertFalse(Html.isRelative("https://evil.invalid/"));
        assertFalse(Html.isRelative("\\\\evil"));
        assertFalse(Html.isRelative(" javascript:x"));
        assertTrue(Html.isRelative("index.html?a=b:c"));
        assertTrue(Html.isRelative("logtail/a:b"));
        assertTrue(Html.isRelative("#content"));
    }

    @Test
    void refusesADocumentThatIsNotFinished() {
        assertThrows(IllegalStateException.class, Html.fragment().open("p")::toString);
    }
}
