package dev.maestro.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as the reference's library computes them. */
class ExpressionValueTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1+2*3|7", "-2**2|-4", "2**-1|0.5", "2**3**2|512", "5!|120", "5!!|15", "-3!|-6", "2**3!|64", "7//2|3", "-7//2|-4", "-7%3|2",
        "(-7/2)//2|-2", "1e3|1000", "1_000.5|1000.5", "0x1F|31", "06.5|6.5", "1.e2|100",
        "sqrt(16)|4", "sqrt(1,000)|1", "log(8,2)|3", "cos(pi/3)|0.5", "sin(pi/6)|0.5", "ln(E)|1", "exp(0)|1", "binomial(5,2)|10",
        "Max(1,2,3)|3", "0.5!|0.886226925452758", "\"7\"|7", "(\"1/2\")|0.5", "sin(\"0\")|0", "5#+1|5", "8**(1/3)|2", "00|0", "0.125|0.125"
    })
    void an_expression_of_numbers_has_its_value(String expression, double value) {
        assertThat(ExpressionValue.value(expression).orElseThrow()).as(expression).isCloseTo(value, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "x", "2x", "2(3)", "16\\pi", "5 5", "1,000", "1__0", "1_", "_1", "007", "1/0", "0/0", "0**-1", "sqrt(-1)", "log(0)*0",
        "oo-oo", "(1", "1)", "1+", "**2", "5!!!!", "f(3)", "1=1", "1<2", "[1]", "\"5\"+1", "'\"5\"'", "5°", "50%", "π", "４", "9**9**9**9",
        "5j"
    })
    void anything_else_has_none(String expression) {
        assertThat(ExpressionValue.value(expression)).as(expression).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"oo,Infinity", "-oo,-Infinity", "1e400,Infinity", "10**400,Infinity"})
    void infinity_is_a_value(String expression, double value) {
        assertThat(ExpressionValue.value(expression)).isEqualTo(OptionalDouble.of(value));
    }

    @ParameterizedTest
    @CsvSource({"2.675,2.67", "0.125,0.12", "0.135,0.14", "1.005,1.0", "-0.001,0", "1e300,1e300", "Infinity,Infinity"})
    void rounding_is_half_even_of_the_exact_binary_value(double value, double rounded) {
        assertThat(PythonNumbers.round(value) == rounded).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"5|5", " 5 |5", "1_0|10", "٤٢|42", "-1.5e-3|-0.0015", ".5|0.5", "5.|5", "inf|Infinity",
        "-Infinity|-Infinity", "1e999|Infinity", "+7|7"})
    void numbers_are_read_as_the_reference_language_reads_them(String text, double value) {
        assertThat(PythonNumbers.real(text)).isEqualTo(OptionalDouble.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1,000", "5f", "0x1", "1__0", "_1", "1_", "1_.5", "1e", "e5", "--1", "1 2", ".", "+", "5%", "３．０", "infinit"})
    void other_texts_are_no_numbers(String text) {
        assertThat(PythonNumbers.real(text)).isEmpty();
    }
}
