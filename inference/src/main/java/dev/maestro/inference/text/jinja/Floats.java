package dev.maestro.inference.text.jinja;

import java.math.BigDecimal;

/** Numbers as Python writes them: the shortest digits that give the number back, an exponent from 1e16 on and below 1e-4. */
final class Floats {
    private Floats() {}

    static String text(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
            String all = digits.unscaledValue().abs().toString();
            int exponent = all.length() - 1 - digits.scale();
            String fraction = all.length() > 1 ? "." + all.substring(1) : "";
            return (number < 0 ? "-" : "") + all.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                    + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(number)).toPlainString();
        return number == 0 && 1 / number < 0 ? "-0.0" : plain.contains(".") ? plain : plain + ".0";
    }
}
