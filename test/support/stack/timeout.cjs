// Real servers need longer than jest's five seconds, on a loaded machine most of all.
jest.setTimeout(120_000);
