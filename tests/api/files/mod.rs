//! Files of tickets.

mod complete;
mod create;

crate::matrix_fixtures::drives! { portico_files:
    CREATE_UPLOAD => create::drive,
    COMPLETE_UPLOAD => complete::drive,
}
