package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextQuestionsTest {
    private static final List<TextLine> RECEIPT = Pages.rows(
            "HILLTOP DINER", "18 Canyon Road, Denver", "Tel:303-555-0188",
            "Date: 14/03/2024|Time: 18:42", "Invoice No.|A-20931", "Table: 12|Server: Nadia",
            "2 x Pancakes|$15.80", "1 x Orange Juice|$4.25", "1 x Club Sandwich|$11.90",
            "Subtotal|$31.95", "Sales Tax 8%|$2.56", "Tip|$5.00", "TOTAL|$39.51", "Cash|$50.00", "Change|$10.49", "Thank you!");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            What is the total amount?                          | $39.51
            How much was paid in total?                        | $39.51
            What is the subtotal?                              | $31.95
            What was the amount before tax?                    | $31.95
            How much is the sales tax?                         | $2.56
            What is the tax rate?                              | 8%
            How much tip was left?                             | $5.00
            How much cash was tendered?                        | $50.00
            How much change was given?                         | $10.49
            What is the date on the receipt?                   | 14/03/2024
            When was the receipt issued?                       | 14/03/2024
            At what time was it printed?                       | 18:42
            What is the invoice number?                        | A-20931
            What is the receipt number?                        | A-20931
            What is the table number?                          | 12
            What is the phone number of the restaurant?        | 303-555-0188
            What is the name of the restaurant?                | HILLTOP DINER
            Which company issued this receipt?                 | HILLTOP DINER
            What is the address?                               | 18 Canyon Road, Denver
            Who was the server?                                | Nadia
            How much does the Club Sandwich cost?              | $11.90
            What is the price of Orange Juice?                 | $4.25
            How much is the orange juice?                      | $4.25
            How many pancakes were ordered?                    | 2
            What is the quantity of Orange Juice?              | 1
            Which item is the most expensive?                  | Pancakes
            What is the cheapest item?                         | Orange Juice
            How many items are on the receipt?                 | 3
            Does the receipt say "Thank you"?                  | Yes
            Is the word "refund" on the receipt?               | No
            What is the first line?                            | HILLTOP DINER
            What is the last line on the receipt?              | Thank you!
            What is written below "HILLTOP DINER"?             | 18 Canyon Road, Denver
            """)
    void a_receipt_is_understood(String question, String answer) {
        assertThat(Pages.answer(RECEIPT, question)).contains(answer);
    }

    @Test
    void instructions_around_a_question_do_not_change_it() {
        assertThat(Pages.answer(RECEIPT, "What is the total amount? Answer the question using a single word or phrase."))
                .contains("$39.51");
    }

    @Test
    void what_no_line_supports_is_not_answered() {
        assertThat(Pages.answer(RECEIPT, "What breed is the dog?")).isEmpty();
        assertThat(Pages.answer(RECEIPT, "What is the fax number?")).isEmpty();
        assertThat(Pages.answer(List.of(), "What is written on the sign?")).isEmpty();
    }

    @Test
    void a_total_is_not_a_count_of_items_nor_the_total_of_tax() {
        List<TextLine> lines = Pages.rows("KEDAI BUNGA", "Roses|RM 30.00", "Total Qty|2", "Total Tax|RM 1.80", "Total (incl. GST)|RM 31.80",
                "Cash|RM 50.00");
        assertThat(Pages.answer(lines, "What is the total?")).contains("RM 31.80");
        assertThat(Pages.answer(lines, "What is the tax?")).contains("RM 1.80");
    }

    @Test
    void a_form_is_read_by_its_labels_to_the_right_or_above() {
        List<TextLine> lines = Pages.rows("MEMBERSHIP FORM", "Surname:|Okafor", "Member since|2017", "Shirt size|Date of birth",
                "XL|04.05.1988");
        assertThat(Pages.answer(lines, "What is the surname?")).contains("Okafor");
        assertThat(Pages.answer(lines, "What is the shirt size?")).contains("XL");
        assertThat(Pages.answer(lines, "What is the date of birth?")).contains("04.05.1988");
    }

    @Test
    void a_table_is_read_where_row_and_column_meet() {
        List<TextLine> lines = Pages.rows("Team|Wins|Losses", "Falcons|11|3", "Otters|7|7", "Herons|4|10");
        assertThat(Pages.answer(lines, "How high are the losses of the Herons?")).contains("10");
        assertThat(Pages.answer(lines, "What are the wins for Otters?")).contains("7");
    }

    @Test
    void words_and_lines_are_counted() {
        List<TextLine> lines = Pages.rows("PLEASE CLOSE", "THE GATE");
        assertThat(Pages.answer(lines, "How many words are on the sign?")).contains("4");
        assertThat(Pages.answer(lines, "How many lines of text are there?")).contains("2");
        assertThat(Pages.answer(lines, "What is the second word on the sign?")).contains("CLOSE");
    }

    @Test
    void the_largest_text_is_found_by_its_height() {
        List<TextLine> lines = List.of(TextLine.level("small", 10, 10, 60, 22), TextLine.level("LARGE", 10, 100, 300, 180),
                TextLine.level("medium", 10, 300, 120, 330));
        assertThat(Pages.answer(lines, "What is the largest word?")).contains("LARGE");
        assertThat(Pages.answer(lines, "Which text has the smallest font?")).contains("small");
    }

    @Test
    void a_choice_among_options_follows_the_text() {
        AnswerOptions options = AnswerOptions.in("What does the sign say?\n(A) No parking\n(B) Stop here\n(C) One way");
        assertThat(options.question().strip()).isEqualTo("What does the sign say?");
        assertThat(options.like("ONE WAY")).contains("C");
        assertThat(options.like("EXIT")).isEmpty();
    }

    @Test
    void hues_are_told_apart() {
        assertThat(Hue.namedIn("What is on the Yellow barrier?")).contains(Hue.YELLOW);
        assertThat(Hue.namedIn("the hundred signs")).isEmpty();
        assertThat(Hue.RED.match(178, 200, 180)).isGreaterThan(0.8);
        assertThat(Hue.YELLOW.match(26, 200, 220)).isGreaterThan(0.8);
        assertThat(Hue.YELLOW.match(110, 200, 220)).isZero();
        assertThat(Hue.WHITE.match(0, 5, 240)).isGreaterThan(0.8);
        assertThat(Hue.BLACK.match(0, 5, 20)).isGreaterThan(0.8);
    }
}
