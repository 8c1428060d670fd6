//! Free disposal hull, order-m, order-alpha, Malmquist, bootstrap.
