/** The encoder of the CPU, a part of its own: most shelves are drawn before there is a model for it. */
export { arraysEncoder } from '#worker/models';
