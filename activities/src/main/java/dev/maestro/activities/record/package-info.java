/** Reading and writing the record of queries as activities need it: rows seen a moment ago, long texts, images, observations. */
@NullMarked
package dev.maestro.activities.record;

import org.jspecify.annotations.NullMarked;
