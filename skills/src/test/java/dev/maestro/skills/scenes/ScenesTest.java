package dev.maestro.skills.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenesTest {
    private static final String SCENE = """
            Here is the list:
            ```json
            [{"shape": "cube", "color": "red", "material": "shiny", "size": "big", "bbox_2d": [10, 20, 60, 90]},
             {"shape": "ball", "colour": "Blue", "material": "rubber", "size": "small", "bbox_2d": [100, 60, 140, 110]},
             {"shape": "cylinder", "colour": "red", "material": "rubber", "size": "small", "bbox_2d": [200, 10, 240, 60]},
             {'shape': 'sphere', 'colour': 'gray', 'material': 'metal', 'size': 'large', 'bbox_2d': [300, 30, 380, 130]}]
            ```""";

    private static Scenes.Worked worked(String program) {
        return Scenes.evaluate(SCENE, program.replace('\'', '"'), List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{'op':'all'},{'op':'filter','of':[1],'color':'red'},{'op':'count','of':[2]}]|2",
        "[{'op':'all'},{'op':'filter','of':1,'shape':'cube'},{'op':'only','of':2},{'op':'right_of','of':3},{'op':'filter','of':4,'material':'metal'},{'op':'exists','of':5}]|yes",
        "[{'op':'all'},{'op':'filter','of':[1],'shape':'sphere'},{'op':'count','of':[2]},{'op':'filter','of':[1],'colour':'red'},{'op':'more','of':[3,4]}]|no",
        "[{'op':'all'},{'op':'rightmost','of':[1]},{'op':'attribute','of':[2],'attribute':'color'}]|grey",
        "[{'op':'all'},{'op':'frontmost','of':[1]},{'op':'attribute','of':[2],'attribute':'shape'}]|sphere",
        "[{'op':'all'},{'op':'filter','of':[1],'shape':'cylinder'},{'op':'only','of':[2]},{'op':'same','of':[3],'attribute':'size'},{'op':'count','of':[4]}]|1",
        "[{'op':'all'},{'op':'filter','of':[1],'size':'small'},{'op':'filter','of':[1],'colour':'red'},{'op':'and','of':[2,3]},{'op':'or','of':[2,3]},{'op':'difference','of':[4,5]}]|2",
        "[{'op':'all'},{'op':'filter','of':[1],'colour':'red'},{'op':'without','of':[1,2]},{'op':'count','of':[3]},{'op':'count','of':[2]},{'op':'equal','of':[4,5]}]|yes"
    })
    void a_program_over_a_scene_gives_the_answer_a_person_would(String program, String answer) {
        assertThat(worked(program).value()).isEqualTo(answer);
        assertThat(worked(program).text()).contains("4 objects").contains("Worked out: " + answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{'op':'all'},{'op':'only','of':[1]}]|step 2: exactly one object is needed, and there are 4",
        "[{'op':'all'},{'op':'levitate','of':[1]}]|there is no operation \"levitate\"",
        "[{'op':'count','of':[7]}]|step 1: it works on step 7",
        "[{'op':'all'},{'op':'leftmost','of':[1]},{'op':'attribute','of':[2],'attribute':'taste'}]|does not say the taste",
        "no program|the program has no step"
    })
    void what_cannot_be_worked_out_is_unknown_with_the_step_and_the_reason(String program, String reason) {
        assertThat(worked(program).value()).isEqualTo(Scenes.UNKNOWN);
        assertThat(worked(program).text()).contains("Not worked out").contains(reason);
    }

    @Test
    void an_inventory_that_disagrees_with_the_detector_says_so() {
        String detected = "[{\"bbox_2d\":[1,2,3,4],\"label\":\"small blue rubber sphere\"},{\"bbox_2d\":[5,6,7,8],\"label\":\"cube\"}]";
        assertThat(Scenes.evaluate(SCENE, "[{\"op\":\"all\"},{\"op\":\"count\",\"of\":[1]}]", List.of(detected)).text())
                .contains("the inventory lists 2 of shape sphere, the detector found 1").doesNotContain("of shape cube");
    }

    @Test
    void an_empty_scene_answers_nothing() {
        assertThat(Scenes.evaluate("I see nothing.", "[{\"op\":\"all\"},{\"op\":\"count\",\"of\":[1]}]", List.of()).value())
                .isEqualTo(Scenes.UNKNOWN);
    }
}
