// The rival of a launch: a workflow that does nothing, so that starting it costs what Temporal itself costs.
export async function bare(): Promise<void> {}
