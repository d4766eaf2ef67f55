// A data file, not addGlobalData: it is read again on every build while serving.
import { load } from "../../corpus.js";

export default () => load("corpus");
