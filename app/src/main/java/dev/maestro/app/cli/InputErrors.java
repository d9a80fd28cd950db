package dev.maestro.app.cli;

import dev.maestro.core.errors.ErrorCode;

/** Codes of a command's inputs that are refused. */
public enum InputErrors implements ErrorCode {
    QUERY_ID_REPEATED("Another query has this id: the message names what differs. Choose another id, or ask the very same."),
    QUESTION_EMPTY("The question is empty. Write what you want to know."),
    QUESTION_TOO_LONG("The question has more characters than are allowed. Shorten it to the limit that the message names."),
    IMAGES_TOO_MANY("More images were given than any expert takes in one call. Ask about fewer at once."),
    INPUT_MISSING("The file with the input does not exist. Check the path, or send the input on standard input."),
    INPUT_UNREADABLE("The input cannot be read, or is not UTF-8 text. Check the file and its encoding."),
    LOGITS_UNWRITABLE("The file for the logits cannot be written. Free space, or name another file."),
    FILE_MISSING("There is no file of this name. Name an SQL file like V0001__add_an_expert.sql."),
    FILE_IN_FOLDER(
            "The SQL file lies in the operator's folder, where the next start would run it unmeasured. Move it elsewhere; once admitted it is put there."),
    FOLDER_NOT_EMPTY("The folder holds files already, and none is overwritten. Name a folder that does not exist yet."),
    FOLDER_UNWRITABLE("The folder cannot be written. Name one that can."),
    MIGRATIONS_FOLDER_MISSING(
            "There is no folder of migrations at this path. Create it, or name another with --folder or migrations.folder."),
    MODEL_NOT_SET(
            "Policy local needs a checkpoint folder, and none is set or promoted. Give one with --model DIR, set policy.local.model, or promote one with maestro policy promote."),
    REPORT_UNWRITABLE("The file for the report cannot be written. Name a file in a folder that can."),
    ROLLBACK_BELOW_SHIPPED(
            "Going back to this revision would undo rows that came with the program. Choose a later one, or say --below-shipped."),
    SETTINGS_UNREADABLE("The file with the settings cannot be read. Check the path, and that it is a properties file in UTF-8."),
    DRAWING_UNWRITABLE("The file for the picture exists, or cannot be written. Name another one."),
    POLICY_NOT_SET(
            "Policy remote needs a model server, and none is set. Set policy.remote.endpoint and policy.remote.model, or use another policy.");

    private final String meaning;

    InputErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
