package org.supervisord.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the conversions e, f and g of a format print them: halves go to the even digit. */
final class FloatFormat {
    /** Digits where a format does not say how many. */
    static final int PRECISION = 6;

    private static final int SMALLEST_FIXED_EXPONENT = -4;

    private FloatFormat() {}

    /**
     * Prints a number.
     *
     * @param number zero or more
     * @param conversion one of eEfFgG
     * @param precision digits behind the point; of g, all digits
     * @param full whether g keeps zeros at the end, and the point stands without digits behind it
     */
    static String of(BigDecimal number, char conversion, int precision, boolean full) {
        String text =
                switch (Character.toLowerCase(conversion)) {
                    case 'e' -> scientific(number, precision, full);
                    case 'f' -> fixed(number, precision, full);
                    default -> shorter(number, Math.max(precision, 1), full);
                };
        return Character.isUpperCase(conversion) ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static String fixed(BigDecimal number, int precision, boolean full) {
        String text = number.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return precision == 0 && full ? text + "." : text;
    }

    private static String scientific(BigDecimal number, int precision, boolean full) {
        BigDecimal rounded = rounded(number, precision + 1);
        int exponent = exponent(rounded);
        return fixed(rounded.movePointLeft(exponent), precision, full)
                + String.format(Locale.ROOT, "e%+03d", exponent);
    }

    private static String shorter(BigDecimal number, int precision, boolean full) {
        int exponent = exponent(rounded(number, precision));
        if (exponent < SMALLEST_FIXED_EXPONENT || exponent >= precision) {
            String text = scientific(number, precision - 1, full);
            int end = text.indexOf('e');
            return full ? text : withoutZeros(text.substring(0, end)) + text.substring(end);
        }
        String text = fixed(number, precision - 1 - exponent, full);
        return full ? text : withoutZeros(text);
    }

    private static BigDecimal rounded(BigDecimal number, int digits) {
        return number.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static int exponent(BigDecimal number) {
        return number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    }

    private static String withoutZeros(String text) {
        return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
