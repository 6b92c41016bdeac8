//! Charts and Terraform say what their readers understand, and what pools and pods need.

crate::family!();
