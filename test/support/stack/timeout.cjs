// Real servers need longer than jest's five seconds, on a loaded machine most of all.
jest.setTimeout(60_000);
