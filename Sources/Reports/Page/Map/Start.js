"use strict";
// The last module: everything is defined.
Unreel.start();
