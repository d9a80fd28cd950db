package dev.maestro.app.cli;

import dev.maestro.core.errors.ErrorCode;

/** Codes of command lines that are wrong. */
public enum UsageErrors implements ErrorCode {
    COMMAND_UNKNOWN("There is no command of this name. Choose one of the nearest, or see --help."),
    OPTION_UNKNOWN("The command has no option of this name. Choose one of the nearest, or see --help."),
    ARGUMENT_INVALID("An argument or an option has a value that does not fit, or one that is needed is missing. See --help."),
    ARGUMENT_UNEXPECTED("The command takes no further argument. Put a text of several words in quotes."),
    BATCH_INVALID("The number given with --batch is outside its range. Give one in the range that the message names."),
    BUDGET_INVALID("A budget has a value that is not valid. Write a whole number in its range, or a time such as 90s, 30m or 2h."),
    BUDGET_KEY_UNKNOWN("There is no budget of this name. Choose one of those that the message lists."),
    CASES_INVALID("The number given with --cases is outside its range. Give one in the range that the message names."),
    DATA_NOT_GIVEN("An evaluation needs exactly one source of its samples. Give one of DATA, --drawings, --resume and --replay."),
    EVALUATION_NAME_INVALID("A name of an evaluation has characters that it may not have, or too many. Use letters, digits, - and _."),
    IMAGE_STDIN_TWICE("Standard input was given for more than one image, and it holds one. Give the others as files."),
    LIMIT_INVALID("The number given with --limit is outside its range. Give one in the range that the message names."),
    LIST_UNKNOWN("There is no list of this name. Choose experts or skills."),
    LIVE_WITHOUT_REPLAY("The option --live says what a replay may do, and none was asked for. Give --replay RUN, or leave it out."),
    MIN_ACCURACY_INVALID(
            "The share given with --min-accuracy is outside its range, or nobody waits for the end. Give 0 to 1, without --detach."),
    MIN_RIGHT_INVALID("The share given with --min-right is outside its range. Give 0 to 1."),
    NAME_UNKNOWN("The registry has no expert or skill of this name. Choose one of the nearest that the message lists."),
    COMMAND_MISSING("The command has commands of its own, and none was given. Choose one of those that the message lists."),
    IMAGE_OPTION_FORGOTTEN("An image was given without --image. Write --image before it."),
    DRAWING_UNKNOWN("There is no such drawing to make. Choose a kind that the message lists, and a whole number."),
    PROFILE_UNKNOWN("No profile has this name. Use default or reference."),
    QUERY_ID_INVALID("The id cannot be one of a query. Use 1 to 64 letters, digits, - and _."),
    REVISION_INVALID("The value of --revision is not a revision. Give a number, or current."),
    SCORER_UNKNOWN("No scorer has this name. Choose strict or reference."),
    STATUS_UNKNOWN("No status has this name. Choose one of those that the message lists."),
    TEMPERATURE_INVALID("The number given with --temperature is outside its range. Give 0 to 2."),
    TRAINING_ENDED("The training run does not run, so it cannot be steered. Go on with it by maestro train --resume."),
    TRAINING_NAME_INVALID("The name cannot be one of a training run. Use 1 to 40 letters, digits, _ and -."),
    TRAINING_NAME_TAKEN("A training run has this name already. Go on with it, or choose another name."),
    TRAINING_OPTIONS_CONFLICT("Options of maestro train exclude each other. The message says which to leave out."),
    TRAINING_UNKNOWN("There is no training run of this name. List them with maestro training list."),
    WORKERS_INVALID("The number given with --workers is outside its range. Give one in the range that the message names.");

    private final String meaning;

    UsageErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
