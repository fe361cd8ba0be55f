/** What a task is called while it is dragged from the palette onto the canvas. */
export const draggedTask = 'application/x-taskflow-task';
