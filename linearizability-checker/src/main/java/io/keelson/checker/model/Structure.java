package io.keelson.checker.model;

/**
 * What an engine may take for granted of a model beyond {@link Model#step}: that it behaves as the model of that name in
 * {@link Models} does, on the functions named here, in every state. An engine that knows a faster way for a structure still falls
 * back to searching where a history has other functions, or is not what the faster way needs.
 */
public enum Structure {
    /** Nothing. */
    ANY,
    /** {@code read} or {@code get}, {@code write} or {@code put}, {@code cas}, {@code append} of texts: the state is one value. */
    REGISTER,
    /** {@code add} and {@code read}. */
    COUNTER,
    /** {@code add}, {@code remove}, {@code contains} and {@code read}. */
    SET,
    /** {@code enqueue} and {@code dequeue}, first in, first out. */
    QUEUE,
    /** {@code enqueue} and {@code dequeue}, in any order. */
    UNORDERED_QUEUE,
    /** {@code push} and {@code pop}. */
    STACK,
    /** {@code insert} and {@code delete-min}. */
    PRIORITY_QUEUE,
    /** {@code append}, {@code read} and {@code end} by offset. */
    LOG,
    /** {@code append} and {@code read} of the whole. */
    LIST
}
