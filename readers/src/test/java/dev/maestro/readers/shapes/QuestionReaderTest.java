package dev.maestro.readers.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.readers.shapes.ShapeQuestion.Direction;
import dev.maestro.readers.shapes.ShapeQuestion.Family;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "How many circles are in the image? Answer with only the number in numerical format.|COUNT",
        "Count the pentagons in this image. Answer with a number in curly brackets e.g. {3}.|COUNT",
        "How many coins are in the picture?|COUNT",
        "How many times do the blue and red lines touch each other? Answer with a number in curly brackets, e.g., {5}.|CROSSINGS",
        "Count the intersection points where the blue and red lines meet.|CROSSINGS",
        "Are the two circles touching each other? Answer with Yes/No.|TOUCHING",
        "Do the circles overlap?|OVERLAPPING",
        "Which character is being highlighted with a red oval? Please provide your answer in curly brackets, e.g. {a}|CIRCLED",
        "Which letter is being circled?|CIRCLED",
        "How many rows and columns are in the table? Answer with only the numbers in a pair (row, column), e.g., (5,6)|GRID",
        "How many rows does the grid have?|ROWS",
        "How many single-color paths go from A to C? Answer with a number in curly brackets e.g. {3}|PATHS",
        "Count the one-colored routes that go from B to D.|PATHS",
        "What color is the largest circle?|COLOUR",
        "Is there a red triangle?|EXISTS",
        "Is the red circle to the left of the blue square?|RELATION",
        "Which shape is in the center?|SHAPE",
        "Who painted this?|UNKNOWN"})
    void the_family_of_a_question_is_known_from_its_words(String question, Family family) {
        assertThat(QuestionReader.read(question).family()).isEqualTo(family);
    }

    @Test
    void a_target_has_its_own_colour_fill_and_size() {
        ShapeQuestion asked = QuestionReader.read("How many large filled red triangles are left of the blue circle?");
        assertThat(asked.targets()).hasSize(2);
        assertThat(asked.targets().getFirst().kind()).contains(FigureKind.TRIANGLE);
        assertThat(asked.targets().getFirst().colour()).contains(ColourName.RED);
        assertThat(asked.targets().getFirst().filled()).contains(true);
        assertThat(asked.targets().getFirst().large()).contains(true);
        assertThat(asked.targets().get(1).colour()).contains(ColourName.BLUE);
        assertThat(asked.direction()).contains(Direction.LEFT);
    }

    @Test
    void a_colour_after_the_noun_belongs_to_it() {
        assertThat(QuestionReader.read("How many of the squares are green?").target().flatMap(ShapeQuestion.Target::colour))
                .contains(ColourName.GREEN);
    }

    @Test
    void the_form_of_the_answer_is_read_and_its_example_is_not_taken_for_the_question() {
        ShapeQuestion braces = QuestionReader.read("Count the squares. Please answer with a number in curly brackets, e.g. {10}.");
        assertThat(braces.braces()).isTrue();
        assertThat(QuestionReader.read("How many squares are there?").braces()).isFalse();
        assertThat(QuestionReader.read("How many rows and columns? Answer as (row, column).").pairForm()).isTrue();
        assertThat(QuestionReader.read("Count the number of rows and columns. For example, rows={5} columns={6}").keyedForm()).isTrue();
    }

    @Test
    void stations_and_counted_things_are_named() {
        assertThat(QuestionReader.read("How many single-colored paths go from A to C?").names()).isEqualTo(List.of("A", "C"));
        assertThat(QuestionReader.read("How many red candies are on the table?").noun()).isEqualTo("candies");
        assertThat(QuestionReader.read("How many red circles are there?").noun()).isEmpty();
        assertThat(QuestionReader.read("How many shapes are there?").target().flatMap(ShapeQuestion.Target::kind))
                .isEqualTo(Optional.empty());
    }
}
