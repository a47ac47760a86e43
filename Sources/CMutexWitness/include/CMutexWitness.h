/// Makes the linker keep this target's object.
void mutex_witness(void);
